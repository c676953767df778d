using Amqp1.Dialects;

namespace Amqp1.Bus.Sending;

/// <summary>
/// A cast, notification or heartbeat. It ends when the peer accepts it, or, if it is sent settled, when it is handed to the link.
/// </summary>
internal sealed class PendingSend(OutgoingMessage outgoing, TimeSpan timeout, int retry) : PendingDelivery(outgoing, timeout, retry)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the message is accepted. Faults with a <see cref="MessagingException"/>.</summary>
    public Task Completion => _completion.Task;

    internal override void OnAccepted()
    {
        if (TryEnd())
        {
            _completion.TrySetResult();
        }
    }

    protected override void OnFailed(Exception failure) => _completion.TrySetException(failure);
}
