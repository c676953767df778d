using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;

namespace Amqp1.Cli.Checks.Sources;

/// <summary>Writes the line that sets an option, in the syntax that the user has used.</summary>
internal static class OptionLine
{
    public static string Of(LoadedSettings settings, string path, string value)
    {
        var key = $"{Amqp1Options.SectionName}:{path}";
        var option = Find(settings, path);
        return settings.Syntax switch
        {
            SettingsSyntax.Ini when option is not null => $"[{option.Name.Group}] {option.Name.Name} = {value}",
            SettingsSyntax.Url when option is not null && IsQueryOption(settings, option) => $"?{option.Name.Name}={value.Replace(" ", "%20", StringComparison.Ordinal)} at the end of the URL",
            SettingsSyntax.Json => $"\"{key}\": {Json(value)}",
            _ => $"{key.Replace(":", "__", StringComparison.Ordinal)}={value} in the environment of the service",
        };
    }

    /// <summary>
    /// Returns the option with a key; null if oslo.config has none. Some keys have a name for each driver, and the driver of the URL is then
    /// decisive.
    /// </summary>
    public static OsloOption? Find(LoadedSettings settings, string path)
    {
        var key = $"{Amqp1Options.SectionName}:{path}";
        var options = OsloOptionTable.All.Where(option => option.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).ToArray();
        return options.FirstOrDefault(option => IsQueryOption(settings, option)) ?? options.FirstOrDefault();
    }

    private static bool IsQueryOption(LoadedSettings settings, OsloOption option) =>
        option.Name.Group == (IsRabbit(settings) ? OsloOptionTable.RabbitGroup : OsloOptionTable.AmqpGroup);

    private static bool IsRabbit(LoadedSettings settings) =>
        settings.Options.TransportUrl?.TrimStart().StartsWith("amqp", StringComparison.OrdinalIgnoreCase) == false;

    private static string Json(string value) =>
        bool.TryParse(value, out var flag) ? flag ? "true" : "false" : $"\"{value}\"";
}
