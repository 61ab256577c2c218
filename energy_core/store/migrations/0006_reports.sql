-- Monthly reports that were mailed: each month goes once to a recipient.
CREATE TABLE energy.reports (month DATE, recipient VARCHAR, sent TIMESTAMPTZ);
