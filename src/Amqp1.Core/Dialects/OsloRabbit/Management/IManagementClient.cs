namespace Amqp1.Dialects.OsloRabbit.Management;

/// <summary>Sends requests to the management node of one connection (docs/spec/rabbit-topology.md#management). Thread-safe.</summary>
internal interface IManagementClient
{
    /// <summary>
    /// Sends a request. Completes when the response has arrived, whatever its status is. Throws <see cref="ManagementException"/> if there
    /// is no response, and <see cref="OperationCanceledException"/> if the token is cancelled.
    /// </summary>
    Task<ManagementResponse> RequestAsync(ManagementRequest request, CancellationToken cancel);
}
