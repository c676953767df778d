using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;
using Amqp1.Embedded;

namespace Amqp1.Cli.Commands.Intermediaries;

/// <summary>The options with which the router and the broker listen.</summary>
internal sealed class ListenerOptions
{
    private readonly Option<string> _host = new("--host") { Description = "The address to listen on.", HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<int> _port = new("--port") { Description = "The port to listen on; 0 selects a free port.", HelpName = "PORT", DefaultValueFactory = _ => 5672 };
    private readonly Option<string?> _users = new("--users-file") { Description = "A file with a line NAME:PASSWORD for each user. Default: everybody may connect without a password.", HelpName = "FILE" };
    private readonly Option<bool> _anonymous = new("--allow-anonymous") { Description = "Let clients connect without a password, although there are users." };
    private readonly Option<string?> _certificate = new("--tls-cert") { Description = "The certificate of the server, PEM. With it, every connection uses TLS.", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--tls-key") { Description = "The private key of the certificate, PEM. Default: the file of the certificate.", HelpName = "FILE" };
    private readonly Option<string?> _authorities = new("--tls-ca") { Description = "The authorities of client certificates, PEM. With them, every client needs a certificate.", HelpName = "FILE" };
    private readonly Option<string[]> _addresses = new("--address") { Description = "The distribution of an address and of those below it, such as openstack.org/om/notify=balanced: closest, balanced, multicast, queue or topic. May be repeated.", HelpName = "PREFIX=DISTRIBUTION", DefaultValueFactory = _ => [] };

    private readonly Option<IPEndPoint?> _http = new("--http") { Description = "Serve a page that shows connections, addresses, queues and rates, and changes nothing. Default address: 127.0.0.1:8672. On another address, everybody who reaches it can read it.", HelpName = "[ADDRESS:]PORT", Arity = ArgumentArity.ZeroOrOne, CustomParser = ConsoleAddress.Parse };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > ushort.MaxValue)
            {
                result.AddError("--port must be from 0 to 65535.");
            }
        });
        command.Options.Add(_host);
        command.Options.Add(_port);
        command.Options.Add(_users);
        command.Options.Add(_anonymous);
        command.Options.Add(_certificate);
        command.Options.Add(_key);
        command.Options.Add(_authorities);
        command.Options.Add(_addresses);
        command.Options.Add(_http);
    }

    /// <summary>Returns the address of the console page; null if the user has not asked for one.</summary>
    public IPEndPoint? ConsoleOf(CommandRun run) => run.Parsed.GetResult(_http) is null ? null : run.Get(_http);

    /// <summary>Reads the options and their files. Throws <see cref="UsageException"/> if one of them cannot be used.</summary>
    /// <param name="run">The run of the command.</param>
    /// <param name="preset">The preset on which the options build.</param>
    public EmbeddedRouterOptions Read(CommandRun run, EmbeddedPreset preset)
    {
        var options = new EmbeddedRouterOptions { Host = run.Get(_host)!, Port = run.Get(_port) }.UsePreset(preset);
        ReadUsers(run, options);
        ReadTls(run, options);
        foreach (var rule in run.Get(_addresses) ?? [])
        {
            var at = rule.LastIndexOf('=');
            if (at <= 0 || !Enum.TryParse<Distribution>(rule[(at + 1)..], ignoreCase: true, out var distribution) || !Enum.IsDefined(distribution))
            {
                throw new UsageException($"'{rule}' is not in the form PREFIX=DISTRIBUTION. The distributions are closest, balanced, multicast, queue and topic.");
            }

            options.Addresses[rule[..at]] = distribution;
        }

        return options;
    }

    private void ReadUsers(CommandRun run, EmbeddedRouterOptions options)
    {
        if (run.Get(_users) is not { } path)
        {
            return;
        }

        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            var at = line.IndexOf(':', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new UsageException($"A line of {path} is not in the form NAME:PASSWORD.");
            }

            users[line[..at]] = line[(at + 1)..];
        }

        options.Users = users;
        options.AllowAnonymous = run.Get(_anonymous);
    }

    private void ReadTls(CommandRun run, EmbeddedRouterOptions options)
    {
        if (run.Get(_certificate) is not { } certificate)
        {
            if (run.Get(_key) is not null || run.Get(_authorities) is not null)
            {
                throw new UsageException("--tls-key and --tls-ca need --tls-cert.");
            }

            return;
        }

        try
        {
            var tls = new EmbeddedRouterTls { ServerCertificate = X509Certificate2.CreateFromPemFile(certificate, run.Get(_key) ?? certificate) };
            tls.Intermediates.ImportFromPemFile(certificate);
            tls.Intermediates.RemoveAt(0);
            if (run.Get(_authorities) is { } authorities)
            {
                tls.TrustedAuthorities.ImportFromPemFile(authorities);
                tls.ClientCertificates = ClientCertificates.Require;
            }

            options.Tls = tls;
        }
        catch (Exception wrong) when (wrong is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The TLS files cannot be used: {wrong.Message}", wrong);
        }
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The users cannot be read: {wrong.Message}", wrong);
        }
    }
}
