global using Amqp1.Outbox;
global using Microsoft.Data.Sqlite;
