namespace Amqp1.Filters;

/// <summary>The properties of a message that filters can read and change. Belongs to one message; not thread-safe.</summary>
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

    /// <summary>The kind of operation that the filter encloses.</summary>
    public MessagingFilterKind Kind { get; }

    /// <summary>
    /// The target to which the message is sent, or at which it was received: the topic and, where they apply, exchange, namespace,
    /// version, server and fanout. The target of a notification contains only a topic; it contains none when an outgoing notification has
    /// several topics.
    /// </summary>
    public Target Target { get; }

    /// <summary>The wire name of the method, or the event type of the notification; null for a batch.</summary>
    public string? Name { get; }

    /// <summary>
    /// The request context. The value that is set before <c>next</c> is called is sent, or is passed to the endpoint. Setting it has no
    /// effect on a batch, whose notifications have individual contexts.
    /// </summary>
    public MessagingContext Context { get; set; }

    /// <summary>
    /// The services of the message's scope on the receiving side, or of the application on the sending side; null in programs without a
    /// container.
    /// </summary>
    public IServiceProvider? Services { get; }

    /// <summary>
    /// On the sending side, the caller's token. On the receiving side, a token that is cancelled when the caller's deadline passes, or when
    /// the server stops and no longer waits.
    /// </summary>
    public CancellationToken Cancellation => Token?.Invoke() ?? Sending;

    /// <summary>
    /// Whether the called method is idempotent, so that a filter may call <c>next</c> again after a failure: true for calls and casts of
    /// methods with <c>[Idempotent]</c>, and of clients that were prepared as idempotent. Otherwise false.
    /// </summary>
    public bool IsIdempotent { get; internal init; }

    /// <summary>The caller's token.</summary>
    internal CancellationToken Sending { get; init; }

    /// <summary>Returns the token of a request, which is created only on demand.</summary>
    internal Func<CancellationToken>? Token { get; init; }

    /// <summary>The operation that the filters enclose.</summary>
    internal MessagingFilterNext Inner { get; }
}
