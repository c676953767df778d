using System.Net.Sockets;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;
using Amqp1.Transport;

namespace Amqp1.Cli.Checks.Hosts;

/// <summary>Checks that the port accepts connections.</summary>
internal sealed class PortCheck : ICheck
{
    public string Name => "port";

    public IReadOnlyList<string> Needs => ["name"];

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
        var subject = context.Host.ToString();
        try
        {
            var start = context.Time.GetTimestamp();
            using var socket = await SocketConnector.ConnectAsync(context.Addresses, context.Host.Port, context.Time, limit.Token).ConfigureAwait(false);
            findings.Ok(subject, $"It is open ({context.Time.GetElapsedTime(start).TotalMilliseconds:0.#} ms).");
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            var reason = failure is OperationCanceledException ? $"no answer within {context.Limits.Answer.TotalSeconds:0.#} s" : failure.Message;
            findings.Fail(subject, $"The port cannot be reached: {reason}.",
                $"Start the router or broker, let it listen on this address (host: 0.0.0.0 port: {context.Host.Port}), open the firewall, or correct the port of the URL (5672, or 5671 with TLS).");
        }
    }
}
