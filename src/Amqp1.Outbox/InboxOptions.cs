namespace Amqp1.Outbox;

/// <summary>Settings of an inbox.</summary>
public sealed class InboxOptions
{
    /// <summary>
    /// The connection string of the database, such as <c>Data Source=/var/lib/billing/billing.db</c>. It is the database of the application
    /// if IDs are added in transactions of the application. Required.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The time for which IDs are remembered. A duplicate that arrives later is handled again. Default: 7 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Returns one message for each error.</summary>
    internal IEnumerable<string> Errors()
    {
        if (!DatabaseFile.IsNamedBy(ConnectionString))
        {
            yield return "InboxOptions.ConnectionString must name a file, such as 'Data Source=/var/lib/billing/billing.db'.";
        }

        if (Retention <= TimeSpan.Zero)
        {
            yield return $"InboxOptions.Retention is {Retention:c}, but must be more than 00:00:00.";
        }
    }
}
