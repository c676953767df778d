namespace Amqp1.Cli.Checks.Sources;

/// <summary>The form in which settings were given. Fixes are written in the same form.</summary>
internal enum SettingsSyntax
{
    /// <summary>A transport URL.</summary>
    Url,

    /// <summary>A configuration file of oslo.config.</summary>
    Ini,

    /// <summary>A JSON file with the section <c>Amqp1</c>.</summary>
    Json,
}
