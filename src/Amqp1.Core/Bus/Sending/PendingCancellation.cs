using Amqp1.Dialects;

namespace Amqp1.Bus.Sending;

/// <summary>
/// The cancellation of calls that is being sent. Nothing is reported if it cannot be sent: the server may be one that does not listen for
/// cancellations.
/// </summary>
internal sealed class PendingCancellation(OutgoingMessage outgoing, TimeSpan timeout, int retry) : PendingDelivery(outgoing, timeout, retry)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the message was sent, or when it is certain that it will not be. Does not fault.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Called when the message was accepted.</summary>
    public Action? Accepted { get; init; }

    protected override bool IsReported => false;

    internal override void OnAccepted()
    {
        if (TryEnd())
        {
            _ended.SetResult();
            Accepted?.Invoke();
        }
    }

    protected override void OnFailed(Exception failure) => _ended.SetResult();
}
