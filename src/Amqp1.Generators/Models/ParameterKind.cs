namespace Amqp1.Generators.Models;

/// <summary>The source or purpose of a parameter.</summary>
internal enum ParameterKind
{
    /// <summary>An argument on the wire.</summary>
    Argument,

    /// <summary>The context of the request; for a client, the request context to send.</summary>
    Context,

    /// <summary>The cancellation token.</summary>
    Cancellation,

    /// <summary>The server to send to.</summary>
    Server,
}
