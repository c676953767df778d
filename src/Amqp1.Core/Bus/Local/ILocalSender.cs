using Amqp1.Addressing;
using Amqp1.Bus.Context;

namespace Amqp1.Bus.Local;

/// <summary>A bus of this process that sends messages to servers and listeners of this process.</summary>
internal interface ILocalSender
{
    /// <inheritdoc cref="Context.BusContext.Network" />
    string Network { get; }

    /// <summary>The address of replies to this bus; null while there is no such address.</summary>
    string? ReplyAddress { get; }

    /// <summary>Returns the identity of a destination on the last connection, or null before the first connection.</summary>
    string? IdentityOf(Destination destination);

    /// <summary>Routes messages of this bus to servers and listeners of this process that have stopped receiving.</summary>
    void UseLocalDelivery(LocalDelivery local);

    /// <summary>Lets all senders try again.</summary>
    void PumpSenders();
}
