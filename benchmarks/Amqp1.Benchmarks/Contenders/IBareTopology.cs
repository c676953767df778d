using Amqp;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>The addresses that the bare contender uses, and what has to be created for them.</summary>
internal interface IBareTopology
{
    string CallSource { get; }

    string CallTarget { get; }

    string NotificationSource { get; }

    string NotificationTarget { get; }

    /// <summary>The sections and the sizes of the messages, beside their IDs and the payload.</summary>
    BareMessages Messages { get; }

    /// <summary>Completes when links to the addresses of calls and notifications can be attached.</summary>
    Task DeclareAsync(Connection connection, CancellationToken cancel);

    /// <summary>Attaches the link on which replies arrive. Completes with the address for replies.</summary>
    Task<string> AttachRepliesAsync(Session session, MessageCallback onReply, CancellationToken cancel);
}
