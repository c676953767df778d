namespace Amqp1.Bus;

/// <summary>Ends a completion source the way its reason asks for.</summary>
internal static class PendingCompletion
{
    public static void Fail(TaskCompletionSource completion, Exception failure)
    {
        if (failure is OperationCanceledException cancelled)
        {
            completion.TrySetCanceled(cancelled.CancellationToken);
        }
        else
        {
            completion.TrySetException(failure);
        }
    }
}
