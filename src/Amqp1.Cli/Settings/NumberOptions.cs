using System.CommandLine;

namespace Amqp1.Cli.Settings;

/// <summary>Validates options whose values are numbers.</summary>
internal static class NumberOptions
{
    /// <summary>Reports an error for a value below a minimum.</summary>
    public static void RequireAtLeast(this Option option, long least) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var text }] && long.TryParse(text, out var number) && number < least)
        {
            result.AddError($"{option.Name} must be {least} or more.");
        }
    });
}
