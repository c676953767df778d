using System.Diagnostics;
using System.Text.Json;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Output;
using Amqp1.Rpc;

namespace Amqp1.Cli.Commands.Pings;

/// <summary>Pings one server, or any server of a topic.</summary>
internal sealed class Pinger(MessagingTransport transport, Target target, TimeSpan timeout)
{
    /// <summary>The method of oslo.messaging. A server answers it with <c>pong</c> if its ping endpoint is enabled.</summary>
    private const string MethodName = "oslo_rpc_server_ping";

    /// <summary>
    /// Sends the pings one after the other and returns their results. A first ping, which opens the links, is not counted; if it has no
    /// answer, no others are sent.
    /// </summary>
    public async Task<PingResult> RunAsync(CommandRun run, int count)
    {
        var client = transport.CreateRpcClient(target, RemoteExceptionRegistry.None).Prepare(timeout: timeout);
        var trips = new List<TimeSpan>();
        string? answer = null;
        await Progress.WhileAsync(run.Terminal, $"Pinging {target.Server ?? target.Topic}", async () =>
        {
            if (await PingAsync(client, run.Cancel).ConfigureAwait(false) is null)
            {
                count = 1;
                return;
            }

            for (var i = 0; i < count; i++)
            {
                var start = Stopwatch.GetTimestamp();
                if (await PingAsync(client, run.Cancel).ConfigureAwait(false) is { } text)
                {
                    trips.Add(Stopwatch.GetElapsedTime(start));
                    answer = text;
                }
            }
        }).ConfigureAwait(false);
        return new PingResult(target.Server, count, trips, answer);
    }

    private static async Task<string?> PingAsync(RpcClient client, CancellationToken cancel)
    {
        try
        {
            var pong = await client.CallAsync<JsonElement>(MethodName, cancel: cancel).ConfigureAwait(false);
            return pong.ValueKind == JsonValueKind.String ? pong.GetString() : pong.GetRawText();
        }
        catch (RemoteErrorException answered)
        {
            return answered.ErrorClass;
        }
        catch (MessagingTimeoutException)
        {
            return null;
        }
    }
}
