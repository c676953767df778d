using System.CommandLine;
using System.Text.Json.Nodes;
using Amqp1.Cli.Commands.Development;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>Provides the message buses of a development environment, by the choices of DevStack's plugin for AMQP 1.0.</summary>
internal sealed class DevCommand : ToolCommand
{
    private readonly Option<string?> _service = new("--service") { Description = "qdr (a router for all), qpid (a broker for all), qpid-dual (a router for RPC, a broker for notifications), qpid-hybrid (a router for RPC, a RabbitMQ that exists for notifications) or external (what exists at AMQP1_HOST). Default: AMQP1_SERVICE, or qpid.", HelpName = "NAME" };
    private readonly Option<string?> _localConf = new("--local-conf") { Description = "A local.conf of DevStack. Its AMQP1_SERVICE, AMQP1_HOST, AMQP1_DEFAULT_PORT, AMQP1_NOTIFY_PORT, AMQP1_USERNAME and AMQP1_PASSWORD override the environment.", HelpName = "FILE" };
    private readonly Option<string?> _write = new("--write") { Description = "Write the ini section with the password to this file, which only its owner can read.", HelpName = "FILE" };

    public DevCommand()
        : base("dev", "Starts or checks the message buses of a development environment, and writes transport URLs and the ini section for services.")
    {
        _service.CompletionSources.Add([.. DevService.All.Select(service => service.Name)]);
        Options.Add(_service);
        Options.Add(_localConf);
        Options.Add(_write);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 dev --service qdr",
        "AMQP1_USERNAME=stack AMQP1_PASSWORD=secret amqp1 dev --service qpid-dual --write messaging.conf",
        "amqp1 dev --local-conf ~/devstack/local.conf",
        "AMQP1_HOST=bus.example.org amqp1 dev --service external --json",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var file = run.Get(_localConf) is { } path ? LocalConf.Read(path) : new Dictionary<string, string>();
        var settings = DevSettings.Read(name =>
            name == DevSettings.ServiceName && run.Get(_service) is { } given ? given : file.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name));
        using var loggers = Logging.ForService(run);
        await using var environment = await DevEnvironment.StartAsync(run, settings, loggers).ConfigureAwait(false);
        if (run.Get(_write) is { } target)
        {
            await WriteFileAsync(target, DevIni.Write(environment.Parts[0].Url.ToUrl(), environment.Parts[1].Url.ToUrl()), run.Cancel).ConfigureAwait(false);
        }

        Write(run, environment);
        if (environment.IsRunning)
        {
            run.Terminal.WriteNote("Press Ctrl-C to stop.");
            await run.WaitForEndAsync().ConfigureAwait(false);
        }

        return ExitCode.Success;
    }

    /// <summary>Writes the URLs and the ini section with masked passwords.</summary>
    private static void Write(CommandRun run, DevEnvironment environment)
    {
        var ini = DevIni.Write(environment.Parts[0].Url.ToString(), environment.Parts[1].Url.ToString());
        if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJsonLine(new JsonObject
            {
                ["rpc_url"] = environment.Parts[0].Url.ToString(),
                ["rpc"] = environment.Parts[0].State,
                ["notifications_url"] = environment.Parts[1].Url.ToString(),
                ["notifications"] = environment.Parts[1].State,
                ["ini"] = ini,
            });
            return;
        }

        var table = TableOf.Columns("For", "Transport URL", "State");
        foreach (var part in environment.Parts)
        {
            table.AddPlainRow(part.Name, part.Url.ToString(), part.State);
        }

        run.Terminal.Write(table);
        run.Terminal.WriteLine(ini);
    }

    private static async Task WriteFileAsync(string path, string text, CancellationToken cancel)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using var writer = new StreamWriter(path, options);
            await writer.WriteAsync(text.AsMemory(), cancel).ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file {path} cannot be written: {wrong.Message}", wrong);
        }
    }
}
