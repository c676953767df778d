using Microsoft.Data.Sqlite;

namespace Amqp1.Outbox;

/// <summary>Checks connection strings.</summary>
internal static class DatabaseFile
{
    /// <summary>Returns whether a connection string is valid and names a file.</summary>
    public static bool IsNamedBy(string connectionString)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connectionString) is { DataSource: not ("" or ":memory:"), Mode: not SqliteOpenMode.Memory };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
