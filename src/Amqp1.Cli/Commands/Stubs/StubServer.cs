using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;
using Amqp1.Rpc;

namespace Amqp1.Cli.Commands.Stubs;

/// <summary>Answers requests as a file describes it, and writes a line for each request.</summary>
/// <param name="terminal">The output.</param>
/// <param name="file">The answers.</param>
internal sealed class StubServer(Terminal terminal, StubFile file)
{
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

    /// <summary>Returns the endpoint with the methods of the file.</summary>
    public RpcEndpointDescriptor Describe(Target target) => new(
        typeof(StubServer),
        target with { Namespace = file.Namespace, Version = file.Version },
        file.Methods.Select(method => new RpcMethodDescriptor(method.Key, (_, invocation) => AnswerAsync(method.Key, method.Value, invocation))));

    private async ValueTask AnswerAsync(string method, IReadOnlyList<StubAnswer> answers, RpcInvocation invocation)
    {
        var start = Stopwatch.GetTimestamp();
        var arguments = JsonElement.Parse(invocation.Arguments.Span);
        var index = _calls.AddOrUpdate(method, 0, (_, count) => Math.Min(count + 1, answers.Count - 1));
        var answer = answers[index];
        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, invocation.Cancellation).ConfigureAwait(false);
        }

        Write(method, arguments, invocation.Context, answer, Stopwatch.GetElapsedTime(start));
        if (answer.Error is { } error)
        {
            throw error;
        }

        invocation.SetResult(answer.ResultFor(arguments));
    }

    private void Write(string method, JsonElement arguments, RpcContext context, StubAnswer answer, TimeSpan elapsed)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJsonLine(new JsonObject
            {
                ["method"] = method,
                ["arguments"] = JsonNodes.Of(arguments),
                ["kind"] = context.ExpectsReply ? "call" : "cast",
                ["error"] = answer.Error?.ErrorClass,
                ["milliseconds"] = Duration.Milliseconds(elapsed),
            });
        }
        else
        {
            var outcome = answer.Error is { } error ? $" -> {error.ErrorClass}" : "";
            terminal.WriteLine($"{(context.ExpectsReply ? "call" : "cast")} {PeerText.Clean(method)} {PeerText.Clean(Terminal.ToLine(JsonNodes.Of(arguments)), int.MaxValue)}{outcome}");
        }
    }
}
