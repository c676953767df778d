using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Amqp1.AppHost;

/// <summary>
/// Checks that the broker answers the protocol header of AMQP. A connection alone proves nothing: the proxy of the orchestrator accepts
/// connections before the broker does.
/// </summary>
internal sealed class BrokerHealthCheck(EndpointReference endpoint) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!endpoint.IsAllocated)
        {
            return HealthCheckResult.Unhealthy("The broker has no address yet.");
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        try
        {
            return await AnswersAsync(limited.Token).ConfigureAwait(false)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"What listens at {endpoint.Url} does not speak AMQP 1.0.");
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return HealthCheckResult.Unhealthy($"No broker answers at {endpoint.Url}: {failure.Message}", failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"No broker answered at {endpoint.Url} within {Limit.TotalSeconds} seconds.");
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(endpoint.Host, endpoint.Port, cancel).ConfigureAwait(false);
        var stream = client.GetStream();

        // The header of the SASL layer, version 1.0.0. A broker answers with the same header.
        byte[] header = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 3, 1, 0, 0];
        await stream.WriteAsync(header, cancel).ConfigureAwait(false);
        var answer = new byte[header.Length];
        await stream.ReadExactlyAsync(answer, cancel).ConfigureAwait(false);
        return answer.AsSpan().SequenceEqual(header);
    }
}
