using System.CommandLine;
using System.CommandLine.Parsing;
using Amqp1.Notifications;

namespace Amqp1.Cli.Commands;

/// <summary>Options for the priorities of notifications.</summary>
internal static class PriorityOption
{
    private const string Names = "audit, debug, info, warn, error, critical or sample";

    /// <summary>Returns an option for one priority.</summary>
    public static Option<NotificationPriority> One() => new("--priority")
    {
        Description = $"The priority: {Names}.",
        HelpName = "PRIORITY",
        DefaultValueFactory = _ => NotificationPriority.Info,
        CustomParser = result => Parse(result).FirstOrDefault(),
    };

    /// <summary>Returns an option for several priorities, which means all of them when it is absent.</summary>
    public static Option<NotificationPriority[]> Several() => new("--priority")
    {
        Description = $"The priorities to listen to, separated by commas: {Names}. Default: all.",
        HelpName = "PRIORITIES",
        DefaultValueFactory = _ => Enum.GetValues<NotificationPriority>(),
        CustomParser = Parse,
    };

    private static NotificationPriority[] Parse(ArgumentResult result)
    {
        var priorities = new List<NotificationPriority>();
        foreach (var name in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (Enum.TryParse<NotificationPriority>(name, ignoreCase: true, out var priority) && Enum.IsDefined(priority) && !char.IsDigit(name[0]))
            {
                priorities.Add(priority);
            }
            else
            {
                result.AddError($"'{name}' is not a priority. The priorities are {Names}.");
                return [];
            }
        }

        return [.. priorities];
    }
}
