using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Amqp1.Cli.Settings;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Cli.Commands.Descriptions;

/// <summary>Reads the endpoints and clients of an assembly from its metadata. No code of the assembly runs.</summary>
internal sealed class AssemblyDescription
{
    private readonly MetadataReader _reader;
    private readonly TypeNames _names = new();

    private AssemblyDescription(MetadataReader reader) => _reader = reader;

    /// <summary>Returns the endpoints and clients. Throws <see cref="UsageException"/> if the file is not an assembly of .NET.</summary>
    public static IReadOnlyList<DescribedType> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var image = new PEReader(file);
            var description = new AssemblyDescription(image.GetMetadataReader());
            return [.. description.Types().OrderBy(type => type.Topic, StringComparer.Ordinal).ThenBy(type => type.Type, StringComparer.Ordinal)];
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException)
        {
            throw new UsageException($"The file {path} cannot be read as an assembly of .NET: {wrong.Message}", wrong);
        }
    }

    private IEnumerable<DescribedType> Types()
    {
        foreach (var type in _reader.TypeDefinitions.Select(_reader.GetTypeDefinition))
        {
            foreach (var (name, value) in Attributes(type.GetCustomAttributes()))
            {
                if (name == typeof(RpcEndpointAttribute).FullName)
                {
                    yield return Describe("rpc endpoint", type, value, Methods(type, value));
                }
                else if (name == typeof(RpcClientAttribute).FullName)
                {
                    yield return Describe("rpc client", type, value, Methods(type, value));
                }
                else if (name == typeof(NotificationEndpointAttribute).FullName)
                {
                    yield return Describe("notification endpoint", type, value, Handlers(type));
                }
            }
        }
    }

    private DescribedType Describe(string kind, TypeDefinition type, CustomAttributeValue<string> attribute, IEnumerable<DescribedMember> members) => new(
        kind,
        TypeNames.FullNameOf(_reader, type),
        attribute.FixedArguments is [{ Value: string topic }] ? topic : "",
        [.. attribute.NamedArguments.Where(argument => argument.Value is not null).Select(argument => KeyValuePair.Create(argument.Name!, Text(argument.Value!)))],
        [.. members]);

    private IEnumerable<DescribedMember> Methods(TypeDefinition type, CustomAttributeValue<string> attribute)
    {
        var isExplicit = attribute.NamedArguments.Any(argument => argument.Name == nameof(RpcEndpointAttribute.Access) && argument.Value is (int)RpcAccess.Explicit);
        foreach (var method in PublicMethods(type))
        {
            var attributes = Attributes(method.GetCustomAttributes()).ToArray();
            var named = attributes.Where(pair => pair.Name == typeof(RpcMethodAttribute).FullName).Select(pair => pair.Value).ToArray();
            if (attributes.Any(pair => pair.Name == typeof(RpcIgnoreAttribute).FullName) || (isExplicit && named.Length == 0))
            {
                continue;
            }

            var wireName = named.SelectMany(NameOf).FirstOrDefault() ?? WireName.OfMethod(_reader.GetString(method.Name));
            yield return new DescribedMember(wireName, Arguments(method, out var result), result);
        }
    }

    private IEnumerable<DescribedMember> Handlers(TypeDefinition type) =>
        from method in PublicMethods(type)
        from attribute in Attributes(method.GetCustomAttributes())
        where attribute.Name == typeof(NotificationHandlerAttribute).FullName
        let priority = attribute.Value.FixedArguments is [{ Value: int number }] ? ((NotificationPriority)number).ToString().ToLowerInvariant() : "?"
        select new DescribedMember(priority, Arguments(method, out _), "");

    private IEnumerable<MethodDefinition> PublicMethods(TypeDefinition type) => type.GetMethods().Select(_reader.GetMethodDefinition).Where(method =>
        (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public && (method.Attributes & (MethodAttributes.Static | MethodAttributes.SpecialName)) == 0);

    private List<string> Arguments(MethodDefinition method, out string result)
    {
        var signature = method.DecodeSignature(_names, null);
        result = Unwrap(signature.ReturnType);
        return
        [
            .. method.GetParameters().Select(_reader.GetParameter).Where(parameter => parameter.SequenceNumber > 0)
                .Select(parameter => (Name: _reader.GetString(parameter.Name), Type: signature.ParameterTypes[parameter.SequenceNumber - 1], IsOptional: (parameter.Attributes & ParameterAttributes.Optional) != 0))
                .Where(parameter => parameter.Type is not ("System.Threading.CancellationToken" or "Amqp1.Rpc.RpcContext"))
                .Select(parameter => $"{WireName.ToSnakeCase(parameter.Name)}{(parameter.IsOptional ? "?" : "")}: {parameter.Type}"),
        ];
    }

    private IEnumerable<(string Name, CustomAttributeValue<string> Value)> Attributes(CustomAttributeHandleCollection handles)
    {
        foreach (var attribute in handles.Select(_reader.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind == HandleKind.MemberReference
                && _reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
                && _names.GetTypeFromReference(_reader, (TypeReferenceHandle)parent, 0) is var name
                && name.StartsWith("Amqp1.", StringComparison.Ordinal))
            {
                yield return (name, attribute.DecodeValue(_names));
            }
        }
    }

    private static IEnumerable<string> NameOf(CustomAttributeValue<string> attribute) =>
        attribute.FixedArguments.Select(argument => argument.Value)
            .Concat(attribute.NamedArguments.Where(argument => argument.Name == nameof(RpcMethodAttribute.Name)).Select(argument => argument.Value)).OfType<string>();

    private static string Unwrap(string type) => type switch
    {
        "void" or "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask" => "",
        _ when type.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal) && type.EndsWith('>') => type[(type.IndexOf('<', StringComparison.Ordinal) + 1)..^1],
        _ => type,
    };

    private static string Text(object value) => value is System.Collections.IEnumerable items and not string
        ? string.Join(", ", items.Cast<CustomAttributeTypedArgument<string>>().Select(item => item.Value))
        : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
