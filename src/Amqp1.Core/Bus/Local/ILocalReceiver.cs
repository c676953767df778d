using Amqp;
using Amqp.Framing;
using Amqp1.Bus.Context;
using Amqp1.Dialects;

namespace Amqp1.Bus.Local;

/// <summary>A link of a server or listener of this process that has stopped receiving from the peer, or may do so.</summary>
internal interface ILocalReceiver
{
    /// <inheritdoc cref="ITopology.IdentityOf" />
    string? Identity { get; }

    /// <inheritdoc cref="Context.BusContext.Network" />
    string Network { get; }

    string Address { get; }

    /// <summary>The message format of the last connection; null before the first one.</summary>
    IMessageFormat? Format { get; }

    /// <summary>Whether the link has stopped receiving from the peer.</summary>
    bool IsStopping { get; }

    /// <summary>Whether messages of this process itself may be handed over now.</summary>
    bool HasRoomForOwn { get; }

    /// <summary>Accepts a message of this process itself. Returns false if the drain timeout has passed.</summary>
    /// <param name="message">The message, in the form in which a receiver gets it.</param>
    /// <param name="settle">Receives the outcome. Returns false if the sender no longer waits. Called at most once. Must not throw.</param>
    bool TryTakeOwn(Message message, Func<DeliveryState, bool> settle);
}
