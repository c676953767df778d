namespace Amqp1.Generators.Models;

/// <summary>What a parameter is filled with, or gives.</summary>
internal enum ParameterKind
{
    /// <summary>An argument on the wire.</summary>
    Argument,

    /// <summary>What is known of the request; for a client, the request context to send along.</summary>
    Context,

    /// <summary>The token.</summary>
    Cancellation,

    /// <summary>The server to send to.</summary>
    Server,
}
