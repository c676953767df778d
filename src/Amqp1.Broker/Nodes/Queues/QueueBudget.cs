using Amqp1.Broker.Context;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// Counts the bytes of the messages in all queues and limits them, so that full queues leave memory for direct messages. At the limit,
/// senders to queues get no further credit until a quarter of it is free. Used in a turn.
/// </summary>
internal sealed class QueueBudget(BrokerContext context)
{
    /// <summary>The limit in bytes.</summary>
    public long Most { get; } = context.Options.MaxQueueBytes ?? context.Memory.Most / 2;

    /// <summary>The size of all messages in bytes.</summary>
    public long Held { get; private set; }

    public bool IsPressed { get; private set; }

    /// <summary>Called when <see cref="IsPressed"/> has changed.</summary>
    public Action? OnPressureChanged { get; set; }

    public void Add(long bytes)
    {
        context.Memory.Add(bytes);
        Held += bytes;
        if (IsPressed ? Held <= Most / 4 * 3 : Held >= Most)
        {
            IsPressed = !IsPressed;
            OnPressureChanged?.Invoke();
        }
    }

    public void Remove(long bytes) => Add(-bytes);
}
