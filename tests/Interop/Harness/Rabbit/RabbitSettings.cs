using System.Globalization;
using System.Text.Json;

namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>The settings of one broker: its users and its listeners.</summary>
internal sealed record RabbitSettings
{
    /// <summary>The user for tests that need no particular user, with every permission in the virtual host <c>/</c>.</summary>
    public RabbitUser Admin { get; init; } = new("openstack") { Tags = ["administrator"] };

    /// <summary>The users in addition to the admin.</summary>
    public IReadOnlyList<RabbitUser> Users { get; init; } = [];

    /// <summary>The virtual hosts in addition to <c>/</c>. The admin has every permission there too.</summary>
    public IReadOnlyList<string> Vhosts { get; init; } = [];

    /// <summary>A second listener with TLS, on which clients can log in with their certificates; null to omit it.</summary>
    public RabbitTls? Tls { get; init; }

    /// <summary>Additional lines of <c>rabbitmq.conf</c>.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The plugins in addition to those that the release and its listeners need.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>Returns the text of <c>rabbitmq.conf</c>.</summary>
    public string Configuration(int port, int tlsPort, string definitions)
    {
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"listeners.tcp.local = 127.0.0.1:{port}"),
            "loopback_users = none",
            "disk_free_limit.absolute = 50MB",
            $"load_definitions = {definitions}",
        ];
        if (Tls is not null)
        {
            lines.AddRange(
            [
                string.Create(CultureInfo.InvariantCulture, $"listeners.ssl.local = 127.0.0.1:{tlsPort}"),
                $"ssl_options.cacertfile = {Tls.AuthorityFile}",
                $"ssl_options.certfile = {Tls.ServerCertificateFile}",
                $"ssl_options.keyfile = {Tls.ServerKeyFile}",
                "ssl_options.verify = verify_peer",
                "ssl_options.fail_if_no_peer_cert = false",
                "ssl_cert_login_from = common_name",
                "auth_mechanisms.1 = PLAIN",
                "auth_mechanisms.2 = AMQPLAIN",
                "auth_mechanisms.3 = EXTERNAL",
            ]);
        }

        return string.Join('\n', [.. lines, .. Lines, ""]);
    }

    /// <summary>Returns the users, virtual hosts and permissions in the form that RabbitMQ loads when it starts.</summary>
    public string Definitions()
    {
        string[] vhosts = ["/", .. Vhosts];
        RabbitUser[] users = [Admin, .. Users];
        var permissions = vhosts.Select(vhost => Admin with { Vhost = vhost }).Concat(Users);
        return JsonSerializer.Serialize(new
        {
            vhosts = vhosts.Select(name => new { name }),
            users = users.Select(user => new
            {
                name = user.Name,
                password_hash = user.PasswordHash(),
                hashing_algorithm = "rabbit_password_hashing_sha256",
                tags = user.Tags,
            }),
            permissions = permissions.Select(user => new
            {
                user = user.Name,
                vhost = user.Vhost,
                configure = user.Configure,
                write = user.Write,
                read = user.Read,
            }),
        });
    }
}
