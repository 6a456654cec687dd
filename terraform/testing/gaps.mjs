// What the CDKTF packages leave open: WAF statements nest without end, so they are typed `any` there. This is the part
// of the provider's schema that the modules use.

const optional = (name, type) => ({ name, type, computed: false, optional: true, required: false });
const required = (name, type) => ({ name, type, computed: false, optional: false, required: true });
const one = (name, attributes, blocks = []) => ({ name, nesting: 'list', min: 0, max: 1, block: { attributes, blocks } });
const many = (name, attributes) => ({ name, nesting: 'set', min: 1, max: 0, block: { attributes, blocks: [] } });

const statement = one('statement', [], [
    one('managed_rule_group_statement', [required('name', 'string'), required('vendor_name', 'string'), optional('version', 'string')]),
    one('rate_based_statement', [
        required('limit', 'number'),
        optional('aggregate_key_type', 'string'),
        optional('evaluation_window_sec', 'number'),
    ]),
    one(
        'size_constraint_statement',
        [required('comparison_operator', 'string'), required('size', 'number')],
        [one('field_to_match', [], [one('body', [optional('oversize_handling', 'string')])]), many('text_transformation', [required('priority', 'number'), required('type', 'string')])],
    ),
]);

/** Fills the gaps of a resource's schema. */
export function withoutGaps(type, block) {
    if (type !== 'aws_wafv2_web_acl') return block;
    const rule = block.blocks.find((b) => b.name === 'rule');
    rule.block.attributes = rule.block.attributes.filter((a) => a.name !== 'statement');
    rule.block.blocks.push(statement);
    return block;
}
