using System.Text.Json.Nodes;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Output;
using Amqp1.Descriptions;
using Amqp1.Rpc;

namespace Amqp1.Cli.Commands.Services;

/// <summary>Asks servers for their descriptions.</summary>
internal sealed class ServiceQuery(MessagingTransport transport, TimeSpan timeout)
{
    /// <summary>Returns the description of a server, or of any server of the topic.</summary>
    /// <param name="run">The run of the command.</param>
    /// <param name="target">The topic, the exchange and the server.</param>
    /// <exception cref="CommandFailedException">The server does not answer such requests, or its answer is not a description.</exception>
    public async Task<(JsonObject Json, DescribedService Service)> RunAsync(CommandRun run, Target target)
    {
        var client = transport.CreateRpcClient(target, RemoteExceptionRegistry.None).Prepare(timeout: timeout);
        try
        {
            JsonObject? answer = null;
            await Progress.WhileAsync(run.Terminal, $"Asking {target.Server ?? target.Topic}", async () =>
                answer = await client.CallAsync<JsonObject>(DescribeEndpoint.MethodName, cancel: run.Cancel).ConfigureAwait(false)).ConfigureAwait(false);
            return (answer ?? [], DescribedService.Read(answer));
        }
        catch (RemoteErrorException refused) when (refused.ErrorClass is "NoSuchMethod" or "UnsupportedVersion")
        {
            throw new CommandFailedException(
                ExitCode.Failed,
                $"The server does not describe itself. Set Amqp1:Rpc:DescribeEnabled in its configuration; servers of oslo.messaging in Python have no such method. ({refused.RemoteMessage})");
        }
        catch (FormatException wrong)
        {
            throw new CommandFailedException(ExitCode.Failed, wrong.Message);
        }
    }
}
