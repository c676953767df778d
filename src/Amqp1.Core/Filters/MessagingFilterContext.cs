namespace Amqp1.Filters;

/// <summary>What filters may know of the message, and change. Belongs to one message; not thread-safe.</summary>
public sealed class MessagingFilterContext
{
    internal MessagingFilterContext(
        MessagingFilterKind kind, Target target, string? name, MessagingContext context, IServiceProvider? services, MessagingFilterNext inner)
    {
        Kind = kind;
        Target = target;
        Name = name;
        Context = context;
        Services = services;
        Inner = inner;
    }

    /// <summary>What the filter stands around.</summary>
    public MessagingFilterKind Kind { get; }

    /// <summary>
    /// Where the message goes, or what it came to: topic and, where they count, exchange, namespace, version, server and fanout. That
    /// of a notification has a topic only; one that goes out has none when it goes to several topics.
    /// </summary>
    public Target Target { get; }

    /// <summary>The wire name of the method, or the event type of the notification; null for a batch.</summary>
    public string? Name { get; }

    /// <summary>
    /// The request context. What it is set to before <c>next</c> is what is sent, or what the endpoint gets. Setting it has no effect on
    /// a batch, whose notifications have a context each.
    /// </summary>
    public MessagingContext Context { get; set; }

    /// <summary>
    /// The services of the message's scope on the receiving side, those of the application on the sending side; null in programs
    /// without a container.
    /// </summary>
    public IServiceProvider? Services { get; }

    /// <summary>
    /// On the sending side the caller's token. On the receiving side it fires when the caller's deadline passes, or when the server
    /// stops and does not wait any longer.
    /// </summary>
    public CancellationToken Cancellation => Token?.Invoke() ?? Sending;

    /// <summary>The caller's token.</summary>
    internal CancellationToken Sending { get; init; }

    /// <summary>Gives the token of a request, which is made only when somebody asks for it.</summary>
    internal Func<CancellationToken>? Token { get; init; }

    /// <summary>What the filters stand around.</summary>
    internal MessagingFilterNext Inner { get; }
}
