using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>Reads the messages that arrive at queues and topics. Used in a turn.</summary>
internal sealed class Intake(QueueServices services, EmbeddedQueueOptions settings, string address)
{
    private static readonly byte[] Undecodable = Outcomes.Rejected(ErrorCondition.DecodeError, "The header of the message cannot be decoded.");
    private static readonly byte[] Full = Outcomes.Rejected(ErrorCondition.ResourceLimitExceeded, "The queue is full.");
    private readonly uint _mostTimeToLive = (uint)(settings.TimeToLive?.TotalMilliseconds ?? 0);

    /// <summary>Copies the message. If that is not possible, refuses it and returns null.</summary>
    public Arrival? Read(in ReceivedMessage message)
    {
        if (services.Context.Memory.IsFull)
        {
            services.Undelivered.NoMemory(message.Ticket, message.Settled, address);
            return null;
        }

        try
        {
            var header = StoredHeader.Read(message.Payload, out var length);
            if (_mostTimeToLive > 0 && (header.TimeToLive == 0 || header.TimeToLive > _mostTimeToLive))
            {
                header = header with { TimeToLive = _mostTimeToLive };
            }

            return new Arrival(header.Write(message.Payload, length), message.Format, header, services.Context.Time.GetUtcNow());
        }
        catch (PeerFaultException)
        {
            // The frame is valid. Only its message is malformed, which is not a protocol violation.
            services.Undelivered.Refuse(message, address, Undecodable);
            return null;
        }
    }

    /// <summary>Rejects a message because the queue is full.</summary>
    public void Reject(in ReceivedMessage message) => services.Undelivered.Refuse(message, address, Full);

    /// <summary>Releases a message because the queue is full and its sender does not know that.</summary>
    public void Release(in ReceivedMessage message) => services.Undelivered.Refuse(message, address, Outcomes.Released);
}
