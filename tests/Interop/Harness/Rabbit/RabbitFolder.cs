using System.Globalization;
using System.Security.Cryptography;

namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>
/// The folder of one node: configuration, data and logs. It also provides the environment that makes RabbitMQ use only this folder.
/// </summary>
internal sealed class RabbitFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("amqp1-rabbit-");
    private readonly RabbitRelease _release;

    public RabbitFolder(RabbitRelease release, RabbitSettings settings, int epmdPort, string cookie)
    {
        _release = release;
        var ports = FreePorts.Find(4);
        (Port, TlsPort) = (ports[0], ports[1]);
        NodeName = string.Create(CultureInfo.InvariantCulture, $"test{Port}@localhost");
        Write("rabbitmq.conf", settings.Configuration(Port, TlsPort, Write("definitions.json", settings.Definitions())));
        Write("advanced.config", "[].");
        string[] plugins = settings.Tls is null ? [release.Plugins] : [release.Plugins, "rabbitmq_auth_mechanism_ssl"];
        Write("enabled_plugins", $"[{string.Join(',', plugins.Concat(settings.Plugins).Where(plugin => plugin.Length > 0))}].");
        var file = Write(".erlang.cookie", cookie);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
        }

        Environment = MakeEnvironment(epmdPort, ports[2], ports[3]);
    }

    public int Port { get; }

    public int TlsPort { get; }

    public string NodeName { get; }

    /// <summary>The environment of the node and of its tools.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    public static string NewCookie() => RandomNumberGenerator.GetHexString(20);

    /// <summary>Starts a program that ends when its input is closed or this process ends.</summary>
    public static ChildProcess StartWithParent(
        string program, IEnumerable<string> arguments, Action<string> onLine, IReadOnlyDictionary<string, string> environment, Action<string>? onError = null) =>
        ChildProcess.Start(
            PeerRequirements.Python,
            ["-B", RepositoryRoot.Locate("tests", "Interop", "peers", "with_parent.py"), program, .. arguments],
            onLine,
            environment,
            onError);

    /// <summary>Returns the path of one of RabbitMQ's programs.</summary>
    public string Program(string name) => Path.Combine(_release.Tree.Root, "usr", "lib", "rabbitmq", "bin", name);

    /// <summary>Returns the last lines of the node's log.</summary>
    public string LogTail()
    {
        var logs = Directory.EnumerateFiles(_folder.FullName, "*.log", SearchOption.AllDirectories).ToArray();
        return string.Join('\n', logs.SelectMany(log => File.ReadLines(log).TakeLast(40)));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string FolderOf(string name) => _folder.CreateSubdirectory(name).FullName;

    private Dictionary<string, string> MakeEnvironment(int epmdPort, int distributionPort, int toolPort)
    {
        const string Loopback = "-kernel inet_dist_use_interface {127,0,0,1}";
        var erlang = Path.Combine(_release.Tree.Root, "usr", "lib", "erlang", "bin");
        return new Dictionary<string, string>
        {
            ["PATH"] = $"{erlang}:{System.Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = _folder.FullName,
            ["LC_ALL"] = "C.UTF-8",

            // With this variable the start script becomes the node, instead of starting it and waiting for its end.
            ["RUNNING_UNDER_SYSTEMD"] = "true",
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_NODENAME"] = NodeName,
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder.FullName, "rabbitmq.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(_folder.FullName, "advanced.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder.FullName, "enabled_plugins"),
            ["RABBITMQ_MNESIA_BASE"] = FolderOf("data"),
            ["RABBITMQ_SCHEMA_DIR"] = FolderOf("schema"),
            ["RABBITMQ_GENERATED_CONFIG_DIR"] = FolderOf("generated"),
            ["RABBITMQ_LOG_BASE"] = FolderOf("log"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(_folder.FullName, "pid"),
            ["RABBITMQ_DIST_PORT"] = distributionPort.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_CTL_DIST_PORT_MIN"] = toolPort.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_CTL_DIST_PORT_MAX"] = (toolPort + 50).ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = $"{Loopback} +S 2:2 +sbwt none",
            ["RABBITMQ_CTL_ERL_ARGS"] = Loopback,
            ["ERL_EPMD_PORT"] = epmdPort.ToString(CultureInfo.InvariantCulture),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_CRASH_DUMP_SECONDS"] = "0",
        };
    }
}
