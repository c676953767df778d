using Microsoft.Data.Sqlite;

namespace Amqp1.Outbox.Tests;

/// <summary>A test with a database in a folder of its own.</summary>
public abstract class OutboxTest : IDisposable
{
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly string _folder = Directory.CreateTempSubdirectory("amqp1-outbox").FullName;

    protected OutboxTest() => _limit.CancelAfter(TimeSpan.FromSeconds(120));

    /// <summary>A token that fires when a test has waited too long.</summary>
    protected CancellationToken Limit => _limit.Token;

    protected string Database => Path.Combine(_folder, "orders.db");

    protected string ConnectionString => $"Data Source={Database}";

    public virtual void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        _limit.Dispose();
        GC.SuppressFinalize(this);
    }

    internal OutboxTable Table()
    {
        var table = new OutboxTable(ConnectionString);
        table.Create();
        return table;
    }

    protected SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    protected static long Scalar(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
