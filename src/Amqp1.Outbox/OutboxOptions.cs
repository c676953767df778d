namespace Amqp1.Outbox;

/// <summary>Settings of an outbox.</summary>
public sealed class OutboxOptions
{
    /// <summary>
    /// The connection string of the database, such as <c>Data Source=/var/lib/orders/orders.db</c>. It is the database of the application if
    /// notifications are stored in transactions of the application. Required.
    /// </summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// The ID of the publisher, such as <c>orders.host-7</c>. Default: null, which means <c>Amqp1:Hosting:PublisherId</c>, or else
    /// <c>{application}.{machine}</c>.
    /// </summary>
    public string? PublisherId { get; set; }

    /// <summary>The interval at which the outbox looks for notifications that transactions of the application have committed. Default: 1 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay before a notification that was not accepted is sent again. The first delay is 1 s. Default: 30 s.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The number of attempts after which a notification is set aside, so that it does not hold up those behind it. Attempts while the bus
    /// is not connected count, too. A message that is too large for the bus is set aside at once. Default: null, no limit.
    /// </summary>
    public int? MaxAttempts { get; set; }

    /// <summary>Returns one message for each error.</summary>
    internal IEnumerable<string> Errors()
    {
        if (!DatabaseFile.IsNamedBy(ConnectionString))
        {
            yield return "OutboxOptions.ConnectionString must name a file, such as 'Data Source=/var/lib/orders/orders.db'.";
        }

        if (PollInterval <= TimeSpan.Zero)
        {
            yield return $"OutboxOptions.PollInterval is {PollInterval:c}, but must be more than 00:00:00.";
        }

        if (MaxRetryDelay <= TimeSpan.Zero)
        {
            yield return $"OutboxOptions.MaxRetryDelay is {MaxRetryDelay:c}, but must be more than 00:00:00.";
        }

        if (MaxAttempts < 1)
        {
            yield return $"OutboxOptions.MaxAttempts is {MaxAttempts}, but must be an integer of 1 or more, or null.";
        }
    }
}
