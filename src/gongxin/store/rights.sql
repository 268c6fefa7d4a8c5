-- What the application's role may do. Run by the owner after every migration, so that a new table is never forgotten.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongxin_app') THEN
        CREATE ROLE gongxin_app NOLOGIN;
    END IF;
END $$;
GRANT USAGE ON SCHEMA public TO gongxin_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO gongxin_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO gongxin_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO gongxin_app;

REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM gongxin_app;
REVOKE UPDATE, DELETE ON entry, log_tile, log_checkpoint FROM gongxin_app;
REVOKE ALL ON ledger_opening FROM gongxin_app;
REVOKE DELETE ON batch, organisation FROM gongxin_app;
REVOKE UPDATE, DELETE ON role_grant, grant_step FROM gongxin_app;
GRANT UPDATE (superseded_by) ON entry TO gongxin_app;
GRANT UPDATE (width, hashes) ON log_tile TO gongxin_app;

-- A notice proves a delivery: its words stay, only who opened it is added. The rest leaves a trace of its own.
REVOKE UPDATE, DELETE ON notice FROM gongxin_app;
GRANT UPDATE (opened_at, opened_by) ON notice TO gongxin_app;
REVOKE DELETE ON outbox, contact, query, alarm FROM gongxin_app;
GRANT UPDATE (revoked_at, revoked_by, last_used_at) ON role_grant TO gongxin_app;

-- What was authorised, contracted and handed out stays on record; the database refuses other changes itself.
REVOKE DELETE ON authorisation, contract, delivery, delivered_organisation FROM gongxin_app;
REVOKE UPDATE, DELETE ON authorised_query FROM gongxin_app;

-- What was issued stays on record as it was issued.
REVOKE UPDATE, DELETE ON credit_report FROM gongxin_app;
REVOKE DELETE ON credit_report_batch FROM gongxin_app;

-- A letter was written and fetched as it stands there.
REVOKE UPDATE, DELETE ON letter, letter_fetch FROM gongxin_app;

-- A case moves by steps of the ledger; its steps and documents, and the marks at records, only grow.
REVOKE DELETE ON case_file FROM gongxin_app;
REVOKE UPDATE, DELETE ON case_step, case_document, record_mark FROM gongxin_app;
GRANT UPDATE (values) ON case_step TO gongxin_app;
GRANT UPDATE (ended_by) ON record_mark TO gongxin_app;

-- Draws, tasks, warnings and campaigns stay on record; what was published the database guards itself.
REVOKE DELETE ON draw, visit, inspection, warning, campaign, campaign_member FROM gongxin_app;

-- What was promised by which wording stays; the database refuses to change a released wording itself.
REVOKE DELETE ON commitment_template, commitment_version, commitment FROM gongxin_app;

-- Evaluations stay as they were made.
REVOKE UPDATE, DELETE ON evaluation_model, evaluation_run, evaluation_result FROM gongxin_app;
REVOKE DELETE ON evaluation_forgotten FROM gongxin_app;

-- What was tried and who let an edition of a model into use stays on record.
REVOKE DELETE ON model_trial, model_release FROM gongxin_app;

-- What other platforms were told stays as it was signed; what they told us, and who came to a training, stays too.
REVOKE UPDATE, DELETE ON repair_message FROM gongxin_app;
REVOKE DELETE ON platform, repair_dispatch, foreign_repair, training_course FROM gongxin_app;

-- What was reported of a unit stays as it was reported.
REVOKE UPDATE, DELETE ON oversight_figure FROM gongxin_app;
