using System.CommandLine;
using System.Text.Json;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>The arguments and options that calls, casts and fanouts share.</summary>
internal sealed class RequestOptions
{
    private readonly BusOptions _bus = new();
    private readonly TargetOptions _target = new();
    private readonly Argument<string> _topic = new("topic") { Description = "The topic of the servers." };
    private readonly Argument<string> _method = new("method") { Description = "The wire name of the method." };
    private readonly ValueArguments _values = new("arguments");
    private readonly ContextOption _context = new();

    /// <summary>Adds the arguments and options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_topic);
        command.Arguments.Add(_method);
        _values.AddTo(command);
        _target.AddTo(command);
        _context.AddTo(command);
        _bus.AddTo(command);
    }

    /// <summary>Reads the request. Throws <see cref="UsageException"/> if a part of it cannot be used.</summary>
    public async Task<Request> ReadAsync(CommandRun run, string? server = null)
    {
        var bus = _bus.Read(run.Parsed);
        if (run.Timeout is { } timeout)
        {
            bus.Options.Rpc.ResponseTimeout = timeout;
            bus.Options.Rpc.SendTimeout = timeout;
        }

        var arguments = await _values.ReadAsync(run).ConfigureAwait(false);
        var context = await _context.ReadAsync(run).ConfigureAwait(false);
        return new Request(bus, _target.Read(run.Parsed, run.Get(_topic), server), run.Get(_method), arguments, context);
    }

    /// <summary>A request as the command line describes it.</summary>
    internal sealed record Request(BusSettings Bus, Target Target, string Method, JsonElement Arguments, MessagingContext Context);
}
