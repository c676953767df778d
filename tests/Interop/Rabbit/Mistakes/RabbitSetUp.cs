using System.Text.Json;
using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit.Mistakes;

/// <summary>
/// A virtual host and a user of its own on a shared RabbitMQ, in which a test plants a mistake, and the arguments of <c>amqp1 check</c>.
/// </summary>
internal sealed class RabbitSetUp
{
    /// <summary>The topic that is checked.</summary>
    public const string Topic = "compute";

    private readonly Dictionary<string, List<object>> _definitions = [];
    private readonly List<string[]> _commands = [];

    /// <param name="broker">The shared broker.</param>
    /// <param name="tls">The certificates of the broker.</param>
    /// <param name="name">The name of the user and of its virtual host.</param>
    public RabbitSetUp(RabbitBroker broker, RabbitTls tls, string name)
    {
        Broker = broker;
        Tls = tls;
        User = new RabbitUser(name, name);
        Source = broker.UrlOf(User);
    }

    public RabbitBroker Broker { get; }

    public RabbitTls Tls { get; }

    /// <summary>The user and its permissions in its virtual host.</summary>
    public RabbitUser User { get; private set; }

    /// <summary>Whether the user has permissions at all.</summary>
    public bool IsPermitted { get; set; } = true;

    /// <summary>The transport URL.</summary>
    public string Source { get; set; }

    /// <summary>Further arguments.</summary>
    public List<string> Arguments { get; } = [];

    /// <summary>Sets the permissions of the user, which are regular expressions for names.</summary>
    public void Permit(string configure, string write, string read) => User = User with { Configure = configure, Write = write, Read = read };

    /// <summary>Adds a command of <c>rabbitmqctl</c> that plants the mistake.</summary>
    public void Control(params string[] command) => _commands.Add(command);

    /// <summary>Plants an exchange, a queue or a policy in the virtual host.</summary>
    /// <param name="kind">The kind in the definitions of RabbitMQ, such as <c>queues</c>.</param>
    /// <param name="item">The object, without its virtual host.</param>
    public void Define(string kind, Dictionary<string, object> item)
    {
        item["vhost"] = User.Vhost;
        Add(kind, item);
    }

    /// <summary>Creates the virtual host and the user with the mistake, and runs the built program.</summary>
    /// <param name="limit">The time limit for an answer of the broker.</param>
    /// <param name="cancel">Cancels the wait.</param>
    public async Task<RabbitReport> CheckAsync(string limit, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        foreach (var command in _commands)
        {
            await Broker.Control.RunAsync(cancel, command);
        }

        return await RabbitReport.RunAsync([Source, "--topic", Topic, "--timeout", limit, .. Arguments], cancel);
    }

    /// <summary>Loads everything at once, because each run of <c>rabbitmqctl</c> takes seconds.</summary>
    private async Task LoadAsync(CancellationToken cancel)
    {
        Add("vhosts", new { name = User.Vhost });
        Add("users", new { name = User.Name, password_hash = User.PasswordHash(), hashing_algorithm = "rabbit_password_hashing_sha256", tags = User.Tags });
        if (IsPermitted)
        {
            Add("permissions", new { user = User.Name, vhost = User.Vhost, configure = User.Configure, write = User.Write, read = User.Read });
        }

        using var files = new TestFiles();
        await Broker.Control.RunAsync(cancel, "import_definitions", files.Write("definitions.json", JsonSerializer.Serialize(_definitions)));
    }

    private void Add(string kind, object item)
    {
        if (!_definitions.TryGetValue(kind, out var items))
        {
            _definitions[kind] = items = [];
        }

        items.Add(item);
    }
}
