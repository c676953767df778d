using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Amqp1.Core.Tests.Architecture;

/// <summary>
/// Tests of the rules of docs/internals/architecture.md about single files and types. The arrows between rooms are checked in
/// tests/Architecture.
/// </summary>
public sealed partial class HouseTests
{
    [Fact]
    public void A_file_with_a_public_type_does_not_mention_AMQPNetLite() =>
        SourceFile.All.Where(file => file.MentionsAmqpNetLite && PublicType().IsMatch(file.Code)).ShouldBeEmpty();

    [Fact]
    public void No_public_signature_of_the_driver_holds_a_type_of_another_package_than_the_abstractions()
    {
        var allowed = new[] { typeof(Target).Assembly, typeof(Amqp1.Rpc.RpcClientAttribute).Assembly, typeof(Microsoft.Extensions.Logging.ILogger).Assembly };

        var offences =
            from type in typeof(Target).Assembly.GetExportedTypes()
            from member in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where IsVisible(member)
            from used in TypesOf(member).Append(type.BaseType!).Concat(type.GetInterfaces())
            where used is not null
            from part in Parts(used)
            where !part.IsGenericParameter && !allowed.Contains(part.Assembly) && !part.Assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal)
            select $"{type}.{member.Name}: {part}";
        offences.Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void Types_in_a_room_are_internal_unless_users_name_them()
    {
        var rooms = new[] { "Addressing", "Bus", "Dialects", "Diagnostics", "Json", "Transport", "Wire" };

        typeof(Target).Assembly.GetExportedTypes().Where(type => rooms.Any(room => $"{type.Namespace}.".StartsWith($"Amqp1.{room}.", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Event_ids_of_log_messages_are_unique_over_all_projects()
    {
        var ids = SourceFile.All
            .SelectMany(file => EventId().Matches(file.Code).Select(match => (Id: int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), File: file.ToString())))
            .ToArray();
        var messages = SourceFile.All.Sum(file => LogMessage().Count(file.Code));

        ids.Length.ShouldBe(messages);
        ids.Length.ShouldBeGreaterThan(30);
        ids.GroupBy(entry => entry.Id).Where(group => group.Count() > 1).Select(group => $"{group.Key}: {string.Join(' ', group.Select(entry => entry.File))}").ShouldBeEmpty();
    }

    [Fact]
    public void Loggers_are_wrapped_where_they_enter()
    {
        // These files pass loggers on to code that wraps them, are loggers themselves, or log for the application, which then gets the
        // exception of the logger.
        string[] exempt = ["MessagingInstance.cs", "NotificationServices.cs", "NotificationLoggerProvider.cs", "ErrorNotificationLoggerProvider.cs", "LogDriver.cs"];
        var entrances = SourceFile.All.Where(file => LoggerEntrance().IsMatch(file.Code) && !exempt.Contains(file.Name)).ToArray();

        entrances.Length.ShouldBeGreaterThanOrEqualTo(5);
        entrances.Where(file => !file.Code.Contains("SafeLogger.Wrap(", StringComparison.Ordinal)).Select(file => file.ToString()).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_is_named_after_the_type_in_it()
    {
        var offences = SourceFile.All.Where(file => !TypeNames(file).Contains(Regex.Replace(file.Name, @"(\{.*\})?(\.\w+)?\.cs$", "")));

        offences.Where(file => TypeNames(file).Length > 0).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_blocks_a_thread() =>
        SourceFile.All.Where(file => Blocking().IsMatch(file.Code)).ShouldBeEmpty();

    private static string[] TypeNames(SourceFile file) => [.. TypeName().Matches(file.Code).Select(match => match.Groups[1].Value)];

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily,
        _ => false,
    };

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
        {
            return Parts(type.GetElementType()!);
        }

        return type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    [GeneratedRegex(@"^public\s+(?:\w+\s+)*(?:class|record|struct|interface|enum|delegate)\b", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    /// <summary>
    /// Matches a logger of a container or of a factory. An <c>ILogger</c> without a category comes from other code of this library.
    /// </summary>
    [GeneratedRegex(@"\bILogger<|\bCreateLogger\b")]
    private static partial Regex LoggerEntrance();

    [GeneratedRegex(@"\[LoggerMessage\(")]
    private static partial Regex LogMessage();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex EventId();

    [GeneratedRegex(@"^(?:public|internal)\s+(?:\w+\s+)*?(?:class|record\s+struct|record|struct|interface|enum|delegate\s+[\w<>]+)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\.Wait\(\)|\.GetAwaiter\(\)\.GetResult\(\)|Thread\.Sleep|Task\.WaitAll")]
    private static partial Regex Blocking();
}
