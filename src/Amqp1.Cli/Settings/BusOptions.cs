using System.CommandLine;
using Amqp1.Configuration;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Cli.Settings;

/// <summary>
/// The options that name a message bus: a URL, ini files of oslo.config, appsettings files and single settings. The environment
/// (<c>Amqp1__TransportUrl</c>) overrides files; the command line overrides both.
/// </summary>
internal sealed class BusOptions
{
    private const string DefaultUrl = "amqp://localhost:5672/";

    private readonly Option<string?> _url = new("--url", "-u")
    {
        Description = $"The transport URL, such as amqp://user:password@host:5672 or rabbit://host. Default: that of the files, of Amqp1__TransportUrl, or {DefaultUrl}",
        HelpName = "URL",
    };

    private readonly Option<string[]> _files = new("--config-file", "-c")
    {
        Description = "An ini file of oslo.config (.conf, .ini) or an appsettings file (.json). May be repeated; later files override earlier ones.",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _settings = new("--option", "-o")
    {
        Description = "One setting of the section Amqp1, such as Security:SslCaFile=ca.pem. May be repeated.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_files);
        command.Options.Add(_settings);
    }

    /// <summary>Reads the options, the files and the environment. Throws <see cref="UsageException"/> if one of them cannot be used.</summary>
    /// <param name="parsed">The parsed command line.</param>
    public BusSettings Read(ParseResult parsed)
    {
        var configuration = Build(parsed);
        var options = Bind(configuration);
        var url = new[] { options.TransportUrl, configuration.GetConnectionString("amqp1") }.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        options.TransportUrl = url ?? DefaultUrl;
        return new BusSettings(Parse(options.TransportUrl), options, configuration) { IsDefault = url is null };
    }

    /// <summary>
    /// Reads the options like <see cref="Read"/>, for notifications: unless <c>--url</c> is given, the URL is that of
    /// <c>Notifications:TransportUrl</c>, if it is set.
    /// </summary>
    public BusSettings ReadForNotifications(ParseResult parsed)
    {
        var bus = Read(parsed);
        return parsed.GetValue(_url) is null && bus.Options.Notifications.TransportUrl is { } url && !string.IsNullOrWhiteSpace(url)
            ? bus with { Url = Parse(url) }
            : bus;
    }

    private IConfigurationRoot Build(ParseResult parsed)
    {
        var builder = new ConfigurationBuilder();
        foreach (var file in parsed.GetValue(_files) ?? [])
        {
            AddFile(builder, Path.GetFullPath(file));
        }

        builder.AddEnvironmentVariables();
        var overrides = new Dictionary<string, string?>();
        foreach (var setting in parsed.GetValue(_settings) ?? [])
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                // The text itself may be a secret whose name was forgotten.
                throw new UsageException("A value of --option is not in the form NAME=VALUE, such as Security:SslCaFile=ca.pem.");
            }

            overrides[$"{Amqp1Options.SectionName}:{setting[..at]}"] = setting[(at + 1)..];
        }

        if (parsed.GetValue(_url) is { } url)
        {
            overrides[$"{Amqp1Options.SectionName}:TransportUrl"] = url;
        }

        builder.AddInMemoryCollection(overrides);
        try
        {
            return builder.Build();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or FormatException or InvalidDataException)
        {
            throw new UsageException(wrong.InnerException is FormatException inner ? $"{wrong.Message} {inner.Message}" : wrong.Message, wrong);
        }
    }

    private static void AddFile(ConfigurationBuilder builder, string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"The configuration file {path} was not found.");
        }

        if (Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase))
        {
            builder.AddJsonFile(path, optional: false);
        }
        else
        {
            builder.AddOsloIni(path);
        }
    }

    private static Amqp1Options Bind(IConfigurationRoot configuration)
    {
        try
        {
            var options = new Amqp1Options();
            configuration.GetSection(Amqp1Options.SectionName).Bind(options);
            return options;
        }
        catch (InvalidOperationException wrong)
        {
            throw new UsageException(wrong.Message, wrong);
        }
    }

    private static TransportUrl Parse(string url)
    {
        try
        {
            return TransportUrl.Parse(url);
        }
        catch (InvalidTransportUrlException wrong)
        {
            throw new UsageException(wrong.Message, wrong);
        }
    }
}
