using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Amqp1.Cli.Commands.Descriptions;

/// <summary>Gives types of metadata the names that C# has for them.</summary>
internal sealed class TypeNames : ISignatureTypeProvider<string, object?>, ICustomAttributeTypeProvider<string>
{
    private const string TypeOfTypes = "System.Type";

    /// <summary>Returns the full name of a type.</summary>
    public static string FullNameOf(MetadataReader reader, TypeDefinition type)
    {
        var name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{FullNameOf(reader, reader.GetTypeDefinition(outer))}.{name}"
            : Join(reader.GetString(type.Namespace), name);
    }

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
    {
        PrimitiveTypeCode.Int32 => "int",
        PrimitiveTypeCode.Int64 => "long",
        PrimitiveTypeCode.Int16 => "short",
        PrimitiveTypeCode.UInt32 => "uint",
        PrimitiveTypeCode.UInt64 => "ulong",
        PrimitiveTypeCode.UInt16 => "ushort",
        PrimitiveTypeCode.Single => "float",
        PrimitiveTypeCode.Boolean => "bool",
        _ => typeCode.ToString().ToLowerInvariant(),
    };

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        FullNameOf(reader, reader.GetTypeDefinition(handle));

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, rawTypeKind)}.{name}"
            : Join(reader.GetString(type.Namespace), name);
    }

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        genericType == "System.Nullable`1" ? $"{typeArguments[0]}?" : $"{genericType.Split('`')[0]}<{string.Join(", ", typeArguments)}>";

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetByReferenceType(string elementType) => $"ref {elementType}";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetFunctionPointerType(MethodSignature<string> signature) => "delegate*";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"T{index}";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"T{index}";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetPinnedType(string elementType) => elementType;

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetSystemType() => TypeOfTypes;

    public bool IsSystemType(string type) => type == TypeOfTypes;

    public string GetTypeFromSerializedName(string name) => name.Split(',')[0];

    /// <summary>All enumerations of the attributes of this library have the underlying type int.</summary>
    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

    private static string Join(string space, string name) => space is "" or "System" ? Short(space, name) : $"{space}.{name}";

    private static string Short(string space, string name) => (space, name) switch
    {
        ("System", "String") => "string",
        ("System", "Object") => "object",
        ("System", "Decimal") => "decimal",
        ("System", "Nullable`1" or "Type") => $"System.{name}",
        _ => name,
    };
}
