-- When a log file was how long: its lines up to the end have that time at the latest. Lines have no times of their own.
CREATE TABLE log_mark (
    file TEXT NOT NULL,
    end_offset BIGINT NOT NULL,
    millis BIGINT NOT NULL,
    PRIMARY KEY (file, end_offset)
);
