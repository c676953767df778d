namespace Amqp1.Broker.Nodes.Management;

/// <summary>A call of an operation, which is completed once, in a turn.</summary>
/// <param name="request">The request.</param>
/// <param name="complete">Sends the result to the requester.</param>
internal sealed class OperationCall(ManagementRequest request, Action<ManagementResult> complete)
{
    private bool _isComplete;

    public ManagementRequest Request { get; } = request;

    /// <summary>Sends the result. Does nothing if a result was already sent.</summary>
    public void Complete(ManagementResult result)
    {
        if (!_isComplete)
        {
            _isComplete = true;
            complete(result);
        }
    }
}
