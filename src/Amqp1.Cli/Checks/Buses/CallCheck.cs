using System.Text.Json;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Rpc;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Makes a call to a topic, a call to one server and a fanout with the product itself, client and server in this process.</summary>
internal sealed class CallCheck : ICheck
{
    private const string Method = "echo";
    private const string Server = "check";
    private const string LookIntoLog = "Correct what the lines above report; otherwise look into the log of the router or broker.";

    public string Name => "call";

    public IReadOnlyList<string> Needs => ["connection", "reply-node"];

    public string? ReasonToSkip(CheckContext context) => context.Backend.CarriesRpc ? null : "This transport carries notifications only.";

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var target = new Target { Topic = context.ProbeTopic, Exchange = context.ProbeExchange, Server = Server };
        var cast = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var echo = new RpcMethodDescriptor(Method, (_, invocation) =>
        {
            if (!invocation.Context.ExpectsReply)
            {
                cast.TrySetResult();
            }

            invocation.SetResult(invocation.Context.ExpectsReply);
            return ValueTask.CompletedTask;
        });
        try
        {
            await using var transport = await ProbeTransport.OpenAsync(context, cancel).ConfigureAwait(false);
            await using var server = transport.CreateRpcServer(target, (new RpcEndpointDescriptor(typeof(CallCheck), target, [echo]), this));
            server.Start();
            await ProbeTransport.WaitUntilAsync(transport, server.WaitUntilListeningAsync(cancel), context, cancel).ConfigureAwait(false);
            var any = transport.CreateRpcClient(target with { Server = null });
            await CallAsync(context, "any server", any, findings, cancel).ConfigureAwait(false);
            await CallAsync(context, "one server", any.Prepare(server: Server), findings, cancel).ConfigureAwait(false);
            var start = context.Time.GetTimestamp();
            await any.Prepare(fanout: true).CastAsync(Method, cancel: cancel).ConfigureAwait(false);
            await cast.Task.WaitAsync(context.Limits.Answer, context.Time, cancel).ConfigureAwait(false);
            findings.Ok("fanout", $"The server received it after {context.Time.GetElapsedTime(start).TotalMilliseconds:0.#} ms.");
        }
        catch (Exception failure) when (failure is MessagingException or TimeoutException)
        {
            findings.Fail("server", failure is TimeoutException { InnerException: null, Message: "The operation has timed out." }
                ? $"The server does not receive within {context.Limits.Answer.TotalSeconds:0.#} s."
                : failure.Message, FixOf(context, failure));
        }
    }

    private static async Task CallAsync(CheckContext context, string subject, RpcClient client, CheckFindings findings, CancellationToken cancel)
    {
        try
        {
            // The first call attaches the link. The second one shows the time that calls take.
            await client.CallAsync<JsonElement?>(Method, cancel: cancel).ConfigureAwait(false);
            var start = context.Time.GetTimestamp();
            await client.CallAsync<JsonElement?>(Method, cancel: cancel).ConfigureAwait(false);
            findings.Ok(subject, $"A call was answered after {context.Time.GetElapsedTime(start).TotalMilliseconds:0.#} ms.");
        }
        catch (MessagingException failure)
        {
            findings.Fail(subject, failure.Message, FixOf(context, failure));
        }
    }

    private static string FixOf(CheckContext context, Exception failure) => RefusalAdvice.Of(context, failure.Message) ?? LookIntoLog;
}
