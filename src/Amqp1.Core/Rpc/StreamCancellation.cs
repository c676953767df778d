using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>The cancellation of a request whose caller takes a list in several messages, and its stream.</summary>
internal sealed class StreamCancellation : RequestCancellation
{
    /// <param name="bus">The bus on which the request arrived.</param>
    /// <param name="calls">The calls of the server.</param>
    /// <param name="callId">The ID of the call, as the caller sent it.</param>
    /// <param name="due">The time stamp of the caller's deadline; null for none.</param>
    /// <param name="replyTo">The reply address of the stream.</param>
    /// <param name="parts">How the caller takes the messages of the stream.</param>
    public StreamCancellation(MessageBus bus, RunningCalls calls, object? callId, long? due, Destination replyTo, PartAcceptance parts)
        : base(calls, callId, due, replyTo) => Stream = new ReplyStream(bus, replyTo, callId, due, this, new ReportedWindow(parts, calls));

    /// <inheritdoc />
    public override ReplyStream Stream { get; }
}
