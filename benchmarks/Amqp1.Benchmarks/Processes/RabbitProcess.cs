using System.Diagnostics;
using System.Globalization;

namespace Amqp1.Benchmarks.Processes;

/// <summary>A RabbitMQ node with an empty data folder on free ports of the loopback interface, from the peers that eng/install-peers installs.</summary>
internal sealed class RabbitProcess : IWorkingProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] Releases = ["rabbitmq-sid", "rabbitmq-trixie"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("amqp1-bench-rabbit-");
    private readonly Process _names;
    private readonly Process _node;

    private RabbitProcess(string root)
    {
        var (port, names) = (FreePort.Find(), FreePort.Find());
        Url = string.Create(CultureInfo.InvariantCulture, $"rabbit://guest:guest@127.0.0.1:{port}/");
        Write("rabbitmq.conf", string.Create(CultureInfo.InvariantCulture, $"listeners.tcp.local = 127.0.0.1:{port}\nloopback_users = none\ndisk_free_limit.absolute = 50MB\n"));
        Write("advanced.config", "[].");
        Write("enabled_plugins", "[].");
        var erlang = Path.Combine(root, "usr", "lib", "erlang", "bin");
        _names = Start(Path.Combine(erlang, "epmd"), ["-port", $"{names}", "-address", "127.0.0.1"], []);
        _node = Start(Path.Combine(root, "usr", "lib", "rabbitmq", "bin", "rabbitmq-server"), [], EnvironmentOf(erlang, port, names));
    }

    public string Url { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _node.Refresh();
            return _node.TotalProcessorTime;
        }
    }

    /// <summary>Returns the folder of the newest installed RabbitMQ 4; null if there is none.</summary>
    public static string? FindRoot() => Releases.Select(name => Path.Combine(PeerFolder.Path, name)).FirstOrDefault(Directory.Exists);

    /// <summary>Completes when the node accepts connections. Throws if it ends before.</summary>
    public static async Task<RabbitProcess> StartAsync(string root, CancellationToken cancel)
    {
        var rabbit = new RabbitProcess(root);
        try
        {
            while (await rabbit._node.StandardOutput.ReadLineAsync(cancel).AsTask().WaitAsync(Patience, cancel) is { } line)
            {
                if (line.Contains("completed with", StringComparison.Ordinal))
                {
                    return rabbit;
                }
            }

            throw new InvalidOperationException("RabbitMQ ended before it was ready.");
        }
        catch
        {
            await rabbit.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _node, _names })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static Process Start(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private Dictionary<string, string> EnvironmentOf(string erlang, int port, int names) => new()
    {
        ["PATH"] = $"{erlang}:{Environment.GetEnvironmentVariable("PATH")}",
        ["HOME"] = _folder.FullName,
        ["LC_ALL"] = "C.UTF-8",

        // The start script then becomes the node, instead of starting it and waiting for its end.
        ["RUNNING_UNDER_SYSTEMD"] = "true",
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_NODENAME"] = string.Create(CultureInfo.InvariantCulture, $"bench{port}@localhost"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder.FullName, "rabbitmq.conf"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(_folder.FullName, "advanced.config"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder.FullName, "enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder.FullName, "data"),
        ["RABBITMQ_SCHEMA_DIR"] = Path.Combine(_folder.FullName, "schema"),
        ["RABBITMQ_GENERATED_CONFIG_DIR"] = Path.Combine(_folder.FullName, "generated"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder.FullName, "log"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(_folder.FullName, "pid"),
        ["RABBITMQ_DIST_PORT"] = FreePort.Find().ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none",
        ["ERL_EPMD_PORT"] = names.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_CRASH_DUMP_SECONDS"] = "0",
    };
}
