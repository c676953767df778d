using System.Text;
using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Cli.Checks.Sources;

/// <summary>Reads settings and keeps what is wrong with them, so that everything wrong can be reported at once.</summary>
internal sealed class SettingsLoader
{
    private const string DefaultUrl = "amqp://localhost:5672/";
    private const string UrlKey = $"{Amqp1Options.SectionName}:TransportUrl";

    /// <summary>The sections below <c>Amqp1</c> that do not contain options of the driver.</summary>
    private static readonly string[] OtherSections = ["Amqp1:Hosting", "Amqp1:Embedded"];

    private readonly ConfigurationBuilder _builder = new();
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _names = [];
    private SettingsSyntax? _syntax;
    private string? _url;

    private SettingsLoader()
    {
    }

    /// <summary>Reads URLs and files. A later one overrides an earlier one, and so does the environment of the process.</summary>
    /// <param name="sources">The URLs and files; empty for the environment alone.</param>
    /// <param name="settings">Keys below <c>Amqp1</c> and their values, which override everything else.</param>
    /// <param name="cancel">Cancels reading.</param>
    /// <exception cref="SettingsException">A file does not exist or cannot be read.</exception>
    public static async Task<LoadedSettings> LoadAsync(
        IReadOnlyList<string> sources, IEnumerable<KeyValuePair<string, string?>> settings, CancellationToken cancel)
    {
        var loader = new SettingsLoader();
        foreach (var source in sources)
        {
            await loader.AddAsync(source, cancel).ConfigureAwait(false);
        }

        return loader.Finish(settings);
    }

    private async Task AddAsync(string source, CancellationToken cancel)
    {
        if (source.Contains("://", StringComparison.Ordinal))
        {
            _url = source;
            _names.Add(Masked(source));
            return;
        }

        var text = await ReadAsync(source, cancel).ConfigureAwait(false);
        _names.Add(source);
        if (source.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            AddJson(source, text);
        }
        else
        {
            AddIni(source, text);
        }
    }

    private void AddIni(string source, string text)
    {
        _syntax = SettingsSyntax.Ini;
        try
        {
            var result = OsloIni.Load([text]);
            _builder.AddInMemoryCollection(result.ConfigurationKeys);
            _warnings.AddRange(result.Warnings);
        }
        catch (FormatException wrong)
        {
            _errors.AddRange(wrong.Message.Split('\n').Select(line => $"{source}: {line}"));
        }
    }

    private void AddJson(string source, string text)
    {
        _syntax = SettingsSyntax.Json;
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            var file = new ConfigurationBuilder().AddJsonStream(stream).Build();
            _builder.AddConfiguration(file);
            _warnings.AddRange(Amqp1ConfigurationKeys.Check(file.AsEnumerable().Where(IsOption)));
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidDataException)
        {
            _errors.Add($"{source} is not valid JSON: {wrong.InnerException?.Message ?? wrong.Message}");
        }
    }

    private LoadedSettings Finish(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var overrides = settings.ToDictionary(pair => $"{Amqp1Options.SectionName}:{pair.Key}", pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        _warnings.AddRange(Amqp1ConfigurationKeys.Check(overrides));
        if (_url is not null)
        {
            overrides[UrlKey] = _url;
        }

        var configuration = _builder.AddEnvironmentVariables().AddInMemoryCollection(overrides).Build();
        var options = new Amqp1Options();
        try
        {
            configuration.GetSection(Amqp1Options.SectionName).Bind(options);
        }
        catch (InvalidOperationException wrong)
        {
            _errors.Add(wrong.Message);
        }

        if (string.IsNullOrWhiteSpace(options.TransportUrl) && _errors.Count == 0)
        {
            options.TransportUrl = DefaultUrl;
        }

        return new LoadedSettings(_names.Count == 0 ? "the environment" : string.Join(", ", _names), _syntax ?? SettingsSyntax.Url, options)
        {
            Errors = _errors,
            Warnings = _warnings,
        };
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancel).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var url = file.Contains(':', StringComparison.Ordinal) && !file.Contains('/', StringComparison.Ordinal) ? " A transport URL has a scheme, such as amqp://host:5672 or rabbit://host." : "";
            throw new SettingsException($"{file} is not a transport URL and cannot be read as a file: {failure.Message}{url}");
        }
    }

    /// <summary>Returns the URL without passwords, also if it is not valid.</summary>
    private static string Masked(string url)
    {
        try
        {
            return TransportUrl.Parse(url).ToString();
        }
        catch (InvalidTransportUrlException)
        {
            var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
            var at = url.LastIndexOf('@');
            return PeerText.Clean(at > start ? $"{url[..start]}***{url[at..]}" : url);
        }
    }

    private static bool IsOption(KeyValuePair<string, string?> pair) => !OtherSections.Any(section =>
        pair.Key.StartsWith(section, StringComparison.OrdinalIgnoreCase) && (pair.Key.Length == section.Length || pair.Key[section.Length] == ':'));
}
