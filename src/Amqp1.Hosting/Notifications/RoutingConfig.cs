using Amqp1.Configuration;
using Amqp1.Notifications;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Amqp1.Hosting.Notifications;

/// <summary>
/// Reads the YAML file of the notification driver <c>routing</c>: groups, drivers and lists of patterns (docs/spec/behaviour.md#notifiers).
/// Entries that upstream ignores, such as a misspelt rule, are errors here.
/// </summary>
internal static class RoutingConfig
{
    private const string Events = "accepted_events";
    private const string Priorities = "accepted_priorities";
    private static readonly string[] Drivers = [.. Amqp1OptionsValidator.NotificationDrivers.Where(name => name != "routing")];

    /// <summary>Returns the rules; an empty file has none. Throws <see cref="FormatException"/> with all errors.</summary>
    public static NotificationRouting Parse(TextReader yaml)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(yaml);
        }
        catch (YamlException wrong)
        {
            throw new FormatException($"line {wrong.Start.Line}: {wrong.Message}", wrong);
        }
        catch (InvalidOperationException wrong)
        {
            // YamlDotNet throws this exception, without a line number, for some unbalanced brackets.
            throw new FormatException($"the text is not valid YAML: {wrong.Message}", wrong);
        }

        var routes = new List<NotificationRoute>();
        var errors = new List<string>();
        if (stream.Documents is [var document, ..] && !IsNull(document.RootNode))
        {
            foreach (var (group, drivers) in Entries(document.RootNode, "the file", errors))
            {
                foreach (var (driver, rules) in Entries(drivers, group, errors))
                {
                    routes.Add(Route(driver, rules, $"{group}.{driver}", errors));
                }
            }
        }

        return errors.Count == 0 ? new NotificationRouting(routes) : throw new FormatException(string.Join(' ', errors));
    }

    private static NotificationRoute Route(string driver, YamlNode rules, string path, List<string> errors)
    {
        if (!Drivers.Contains(driver))
        {
            errors.Add($"{path} is not a driver; it must be one of {string.Join(", ", Drivers)}.");
        }

        var route = new NotificationRoute(driver);
        if (IsNull(rules))
        {
            return route;
        }

        foreach (var (rule, patterns) in Entries(rules, path, errors))
        {
            switch (rule)
            {
                case Events:
                    route = new NotificationRoute(driver, Patterns(patterns, $"{path}.{rule}", errors), route.AcceptedPriorities);
                    break;
                case Priorities:
                    route = new NotificationRoute(driver, route.AcceptedEvents, Patterns(patterns, $"{path}.{rule}", errors));
                    break;
                default:
                    errors.Add($"{path}.{rule} is unknown; it must be {Events} or {Priorities}.");
                    break;
            }
        }

        return route;
    }

    private static IReadOnlyList<string> Patterns(YamlNode node, string path, List<string> errors)
    {
        if (node is YamlSequenceNode list && list.All(item => item is YamlScalarNode))
        {
            return [.. list.Cast<YamlScalarNode>().Select(item => item.Value ?? "")];
        }

        errors.Add($"{path} must be a list of patterns.");
        return [];
    }

    private static IEnumerable<(string Key, YamlNode Value)> Entries(YamlNode node, string path, List<string> errors)
    {
        if (node is YamlMappingNode map)
        {
            return map.Select(entry => (entry.Key.ToString(), entry.Value));
        }

        errors.Add($"{path} must be a mapping.");
        return [];
    }

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any, Value: null or "" or "~" or "null" };
}
