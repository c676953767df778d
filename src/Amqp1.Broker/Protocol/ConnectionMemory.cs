using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;

namespace Amqp1.Broker.Protocol;

/// <summary>The message bytes of one connection that the broker holds, and their limit. Used in a turn.</summary>
internal sealed class ConnectionMemory(BrokerContext context)
{
    private long _held;

    /// <summary>The number of held bytes.</summary>
    public long Held => _held;

    private long Most => context.Options.MaxHeldBytesPerConnection;

    public void Hold(int bytes)
    {
        _held += bytes;
        context.Memory.Add(bytes);
    }

    public void Release(int bytes)
    {
        _held -= bytes;
        context.Memory.Remove(bytes);
    }

    /// <summary>Throws if the peer has sent more than the broker holds for one connection.</summary>
    public void Check()
    {
        if (_held > Most)
        {
            throw PeerFaultException.Connection(
                ErrorCondition.ResourceLimitExceeded, $"More than {Most} bytes of messages of this connection wait in the router.");
        }
    }
}
