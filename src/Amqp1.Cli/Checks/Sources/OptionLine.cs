using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;

namespace Amqp1.Cli.Checks.Sources;

/// <summary>Writes the line that sets an option, in the syntax that the user has used.</summary>
internal static class OptionLine
{
    public static string Of(LoadedSettings settings, string path, string value)
    {
        var option = Find(settings, path);
        var key = option?.Key ?? $"{Amqp1Options.SectionName}:{path}";
        return settings.Syntax switch
        {
            SettingsSyntax.Ini when option is not null => $"[{option.Name.Group}] {option.Name.Name} = {value}",
            SettingsSyntax.Url when option is not null && IsQueryOption(settings, option) => $"?{option.Name.Name}={value.Replace(" ", "%20", StringComparison.Ordinal)} at the end of the URL",
            SettingsSyntax.Json => $"\"{key}\": {Json(value)}",
            _ => $"{key.Replace(":", "__", StringComparison.Ordinal)}={value} in the environment of the service",
        };
    }

    /// <summary>
    /// Returns the option with a key; null if oslo.config has none. Options for security have a name of their own for the driver of RabbitMQ,
    /// which is returned if the URL chooses this driver.
    /// </summary>
    public static OsloOption? Find(LoadedSettings settings, string path) =>
        (IsRabbit(settings) ? Find(path.Replace("Security:", "Rabbit:", StringComparison.Ordinal)) : null) ?? Find(path);

    private static OsloOption? Find(string path) =>
        OsloOptionTable.All.FirstOrDefault(option => option.Key.Equals($"{Amqp1Options.SectionName}:{path}", StringComparison.OrdinalIgnoreCase));

    private static bool IsQueryOption(LoadedSettings settings, OsloOption option) =>
        option.Name.Group == (IsRabbit(settings) ? OsloOptionTable.RabbitGroup : OsloOptionTable.AmqpGroup);

    private static bool IsRabbit(LoadedSettings settings) =>
        settings.Options.TransportUrl?.TrimStart().StartsWith("amqp", StringComparison.OrdinalIgnoreCase) == false;

    private static string Json(string value) =>
        bool.TryParse(value, out var flag) ? flag ? "true" : "false" : $"\"{value}\"";
}
