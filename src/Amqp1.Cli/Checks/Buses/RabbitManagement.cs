using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;
using Amqp1.Dialects.OsloRabbit.Management;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Reads and removes objects of RabbitMQ over the connection of the probes.</summary>
internal static class RabbitManagement
{
    public static ManagementClient Of(CheckContext context) => Of(context, context.OpenConnection);

    private static ManagementClient Of(CheckContext context, ProbeConnection connection) => new(
        connection.Sessions.Take, connection.Sessions.Return, context.Limits.Answer, context.Time, NullLogger.Instance);

    /// <summary>
    /// Deletes the queues and exchanges of the probes. Completes when they are deleted, or when the connection has been lost: the queues
    /// are then left to the operator. Does not throw.
    /// </summary>
    /// <param name="context">The topic of the probes.</param>
    /// <param name="connection">The connection.</param>
    public static async Task CleanAsync(CheckContext context, ProbeConnection connection)
    {
        if (connection is not { IsRabbit: true, IsOpen: true })
        {
            return;
        }

        var topic = context.ProbeTopic;
        try
        {
            var management = Of(context, connection);
            foreach (var queue in (string[])[topic, $"{topic}.check", $"{topic}.info"])
            {
                await management.RequestAsync(ManagementRequest.DeleteQueue(queue), CancellationToken.None).ConfigureAwait(false);
            }

            foreach (var exchange in (string[])[topic, $"{topic}_fanout"])
            {
                await management.RequestAsync(ManagementRequest.DeleteExchange(exchange), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (ManagementException)
        {
            // The user may not delete them, or the connection was lost. Their names begin with the name of the tool.
        }
    }
}
